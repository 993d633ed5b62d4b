from django.apps import AppConfig
from django.conf import settings
from simple_history.signals import pre_create_historical_record

from portal import clock


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Cổng báo cáo Đề án 146"

    def ready(self):
        pre_create_historical_record.connect(date_on_the_demonstrations_day)


def date_on_the_demonstrations_day(instance, history_instance, **kwargs):
    """What is changed in a demonstration is dated on its day, not on the machine's."""
    if settings.DEMO_TODAY is not None and not hasattr(instance, "_history_date"):
        history_instance.history_date = clock.now()
