from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_editions_frozen")]

    operations = [
        migrations.AlterField(
            model_name="editionevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("created", "mở bản soạn"),
                    ("checked", "kiểm tra xong"),
                    ("reopened", "mở lại để sửa"),
                    ("edited", "sửa phần đầu, thứ tự"),
                    ("reserved", "cấp số và ngày"),
                    ("frozen", "chốt"),
                    ("published", "phát hành"),
                    ("withdrawn", "thu hồi"),
                    ("shown", "mở trang công khai"),
                    ("hidden", "đóng trang công khai"),
                    ("corrected", "mở bản đính chính"),
                ],
                max_length=10,
                verbose_name="việc",
            ),
        ),
    ]
