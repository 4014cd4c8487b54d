"""What a demo has beside its closed months: institutions of the demo accounts, courses, a learner."""

from collections.abc import Sequence

from qianxiao.base.catalogues import majors, occupations
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.actions import give_post
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.roles import Role
from qianxiao.registers.schools.actions import license_for
from qianxiao.registers.schools.models import Institution
from qianxiao.services.courses.demo import demo_campaign, demo_courses
from qianxiao.services.curricula.demo import demo_curricula
from qianxiao.services.outreach.demo import demo_services as visits
from qianxiao.services.training.demo import demo_room, demo_teacher, demo_training
from qianxiao.services.training.demo_outcomes import demo_outcomes

# role → kind of institution it belongs to, where the month's register does not know it; what it is filed for
_KINDS = {Role.TRAINING: ("4", "teach"), Role.EVALUATION: ("6", "evaluate")}


_AREA = 4600  # square metres of practice rooms
# major → invented teachers of its trade
_SCHOOL_TEACHERS = {
    "0101-4": ("向志强", "龙海燕", "麻建军", "吴晓梅"),
    "0115-4": ("石文斌", "滕丽华", "彭永刚"),
}


def demo_services(posts: Sequence[Post]) -> None:
    """Institutions for the demo accounts that have none, and what is learned there."""
    by_role = {post.role: post for post in posts}
    for role, (kind, what) in _KINDS.items():
        if (post := by_role.get(role)) is not None:
            one = Institution.objects.get_or_create(
                org_code=post.institution,
                defaults={
                    "name": post.agency.name,
                    "org_type": kind,
                    "region": post.agency.region,
                    "source": "demo",
                },
            )[0]
            every = [
                (code, level)
                for code, trade in occupations().items()
                if trade.in_force()
                for level in trade.levels
            ]
            license_for(one, what, every, "demo")
    if (province := by_role.get(Role.PROVINCE)) is not None:  # whoever proposed a list does not publish it
        give_post(
            "province-two",
            "田秀英",
            province.agency.name,
            Role.PROVINCE,
            span(province.home),
            province.home,
            demo=True,
        )
    if (school := by_role.get(Role.SCHOOL)) is not None:
        _school(school)
    if Role.TRAINING in by_role:
        demo_training(by_role[Role.TRAINING].institution)
    if (body := by_role.get(Role.EVALUATION)) is not None:
        _body(body)
    if Role.TRAINING in by_role and Role.VILLAGE in by_role:
        demo_courses(by_role[Role.TRAINING].institution, by_role[Role.VILLAGE].home)


def demo_afterwards(posts: Sequence[Post]) -> None:
    """What needs the month's people: what became of those who were trained, services for households."""
    by_role = {post.role: post for post in posts}
    if Role.TRAINING in by_role:
        demo_outcomes(by_role[Role.TRAINING].institution)
    if (near := by_role.get(Role.VILLAGE)) is not None:
        visits(near.home[:6], near.user.full_name)
        demo_campaign(near.home)


def _school(post: Post) -> None:
    """What a school's score is made of: practice rooms, and teachers of the trades of two majors."""
    one = Institution.objects.filter(org_code=post.institution).first()
    if one is None:
        return
    Institution.objects.filter(pk=one.pk, practice_area=None).update(practice_area=_AREA)
    for name in ("车工实训车间", "焊接实训车间"):
        demo_room(one, name, "practice", 60)
    demo_curricula(one)
    for code, names in _SCHOOL_TEACHERS.items():
        for name in names:
            demo_teacher(one, name, majors()[code].occupation)


def _body(post: Post) -> None:
    """An examination room, examiners, and the second person who closes scores."""
    one = Institution.objects.get(org_code=post.institution)
    demo_room(one, "考场", "exam", 50)
    for name in ("吴金花", "滕建国", "向明"):
        demo_teacher(one, name)
    give_post(
        "evaluation-two", "冉志华", post.agency.name, Role.EVALUATION, institution=post.institution, demo=True, place=post.agency.region
    )  # fmt: skip
