"""Row security: offices see the work of their regions, institutions their own."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

# offices bear no code: '' must be nobody's, whatever a setting says
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("accounts", "0002_posts")]
    operations = [migrations.RunSQL(protect("jobs_job", in_ranges("region"), OWN), release("jobs_job"))]
