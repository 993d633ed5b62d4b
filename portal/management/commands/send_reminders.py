"""`manage.py send_reminders [--dry-run]`: the day's reminders by e-mail, for a timer."""

from django.core.management import BaseCommand, CommandError

from portal import clock
from portal.catalogue.holidays import days_off
from portal.chasing.reminders import due_reminders, open_periods
from portal.chasing.sending import Outcome, send_reminders
from portal.days import show_weekday


class Command(BaseCommand):
    help = "Gửi thư nhắc cơ quan chưa gửi phiếu, vào những ngày phải nhắc; chạy lại không gửi lại."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="chỉ in ra sẽ nhắc cơ quan nào, không gửi gì"
        )

    def handle(self, *, dry_run, **options):
        now, off = clock.now(), days_off()
        today = show_weekday(now.date())
        found = [
            (period, reminders)
            for period in open_periods(now)
            if (reminders := due_reminders(period, now, off))
        ]
        if not found:
            self.stdout.write(f"{today}: không có cơ quan nào phải nhắc.")
            return
        troubles = 0
        for period, reminders in found:
            self.stdout.write(f"{today}, kỳ {period.label}:")
            if dry_run:
                self.say_plan(reminders)
                continue
            outcome = send_reminders(reminders, at=now)
            self.say_outcome(outcome)
            troubles += len(outcome.failed)
            if outcome.stopped:
                raise CommandError(
                    "Không nối được máy chủ thư (EMAIL_URL). Các cơ quan còn lại chưa được nhắc; "
                    "chạy lại lệnh trong ngày thì gửi tiếp."
                )
        if troubles:
            raise CommandError(f"{troubles} thư không gửi được.")

    def say_plan(self, reminders):
        reached = [one for one in reminders if one.to]
        self.stdout.write(f"  Sẽ nhắc {len(reached)} cơ quan.")
        for one in reached:
            people = ", ".join(person.name for person in one.to)
            self.stdout.write(f"    {one.agency.name} ({one.occasion.label.lower()}): {people}")
        self.say_list("Không có ai nhận được thư", [one.agency for one in reminders if not one.to])

    def say_outcome(self, outcome: Outcome):
        self.stdout.write(f"  Đã nhắc {len(outcome.sent)} cơ quan.")
        self.say_list("Tiến trình khác đã nhắc", outcome.taken)
        self.say_list("Không có ai nhận được thư", outcome.unreachable)
        for agency, failure in outcome.failed:
            self.stdout.write(f"  Không gửi được cho {agency.name}: {failure}.")

    def say_list(self, title, agencies):
        if agencies:
            names = "; ".join(agency.name for agency in agencies)
            self.stdout.write(f"  {title}: {len(agencies)} cơ quan ({names}).")
