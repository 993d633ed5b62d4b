from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Báo cáo chuyên đề"

    def ready(self):
        from training.printed_order import ask_by

        from .editions.pinned import order_on

        ask_by(order_on)
