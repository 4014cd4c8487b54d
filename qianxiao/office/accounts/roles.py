"""What a role may open and which part it takes in a file. Rights are data here; where it looks is the post's scope."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who sits at a post (systems.md section E; the three administrators of the protection level)."""

    MINISTRY = "ministry", _("Ministry")
    PROVINCE = "province", _("Province")
    PREFECTURE = "prefecture", _("Prefecture")
    COUNTY = "county", _("County officer")
    REVIEWER = "reviewer", _("County reviewer")
    FINANCE = "finance", _("Finance")
    RELIEF = "relief", _("Poverty alleviation office")
    TOWNSHIP = "township", _("Township platform")
    VILLAGE = "village", _("Village worker")
    SCHOOL_HEAD = "school_head", _("Head of the school's leading group")
    SCHOOL = "school", _("School registrar")
    MONITOR = "monitor", _("School monitoring officer")
    TRAINING = "training", _("Training institution")
    EVALUATION = "evaluation", _("Evaluation organisation")
    ENTERPRISE = "enterprise", _("Enterprise")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM = "system", _("System administrator")
    SECURITY = "security", _("Security administrator")
    LOGS = "logs", _("Audit administrator")


class Right(StrEnum):
    """One thing that can be opened or done."""

    COVERAGE = "coverage"  # figures without names
    PEOPLE = "people"  # lists and pages of persons
    REVIEW = "review"  # doubts and irregularities
    MATCH = "match"  # decide doubts
    VISIT = "visit"  # look into a doubt one was sent to, and answer it
    KEEP = "keep"  # correct a record, hand it to another county
    CHECK = "check"  # be the second person of a correction
    CONFIRM = "confirm"  # say of a young person in the village whether the list is right
    FEEDBACK = "feedback"  # what goes back to schools
    RECEIPT = "receipt"  # confirm for the own institution what came back
    FILES = "files"  # workbooks and forms of the close
    TRAIL = "trail"  # who looked at whose data
    POSTS = "posts"  # agencies and who sits where
    APPOINT = "appoint"  # make agencies and accounts, ask for a post, hand one over
    DUTIES = "duties"  # what agencies owe and by when
    ASSIGN = "assign"  # put a duty of the own agency on somebody's name
    IMPORT = "import"  # bring rosters in, see background work
    RELEASE = "release"  # be the second person of a large export of somebody else
    GRANT = "grant"  # grant a post that somebody else asked for, end one
    SCHOOLS = "schools"  # schools and training institutions with rooms and teachers
    OWN = "own"  # keep what is written about the own institution
    STUDENTS = "students"  # lists and pages of students
    ENROL = "enrol"  # register students of the own school, move them from state to state
    PRINCIPAL = "principal"  # say for the school that a registration is right
    STUDENT_CHECK = "student_check"  # say for the department above it that a registration is right
    MONITORING = "monitoring"  # monthly records of supported students
    MONITOR = "monitor"  # write them, open and close cases
    KEYLISTS = "keylists"  # key schools and majors with their score sheets
    KEY_APPLY = "key_apply"  # apply for the own school
    KEY_REVIEW = "key_review"  # give an opinion on an application
    KEY_DECIDE = "key_decide"  # set weights, decide, publish
    CLASSES = "classes"  # training classes with rosters
    TEACH = "teach"  # file classes of the own institution, keep rosters, attendance, results
    CLASS_CHECK = "class_check"  # approve, inspect, suspend classes
    OUTREACH = "outreach"  # ask for a class in the village
    CERTIFICATES = "certificates"  # evaluation bodies, exams, certificates
    CERTIFY = "certify"  # plan exams, enter scores, issue certificates for the own body
    NORMS = "norms"  # review and publish norms of special abilities
    COURSES = "courses"  # online courses and what was learned there
    COURSE_KEEP = "course_keep"  # make and publish courses of the own institution
    EMPLOYMENT = "employment"  # who is in work, who is not, who asks next
    EMPLOY = "employ"  # say what people of the own place do now, call them back
    LEADS = "leads"  # say what looking into a finding showed, close one as the second person
    NOTICES = "notices"  # lists that were put up, with their objections
    NOTICE_KEEP = "notice_keep"  # put lists up, take them down, answer objections
    NOTICE_SETTLE = "notice_settle"  # settle an objection as the second person
    LEARNERS = "learners"  # give a person the code to learn with
    # money: see funds and payments; make, release, reconcile batches; ask for money back, keep accounts of payees
    FUNDS = "funds"
    PAY = "pay"
    ACCOUNT_FIX = "account_fix"
    ENTITLEMENTS = "entitlements"  # what people are due, what was claimed and paid
    CLAIM = "claim"  # apply for the own school or institution
    CLAIM_FIRST = "claim_first"  # confirm lists, review a claim first
    CLAIM_SECOND = "claim_second"  # review a claim as the second person
    APPEALS = "appeals"  # answer an appeal, never against the own decision
    RULES = "rules"  # documents, items and the values in force
    RULE_DRAFT = "rule_draft"  # propose a value for the own region, try it
    RULE_PUBLISH = "rule_publish"  # publish as a second person what somebody proposed
    RULE_COSIGN = "rule_cosign"  # sign beside the office where a standard needs it
    BOOK_KEEP = "book_keep"  # say why sides of the month's books differ
    BOOK_SIGN = "book_sign"  # sign the month's books of the own unit, give those below back
    SUPERVISION = "supervision"  # what was asked of units, warned, inspected
    SUPERVISE = "supervise"  # ask units below for progress, inspect them, accept what they put right
    SUPERVISED = "supervised"  # answer for the own unit
    COMMEND = "commend"  # propose a commendation, approve a colleague's as a second person
    ANALYSE = "analyse"  # count and issue the monthly analysis of the own place
    TARGETS = "targets"  # split the own number down, approve as a second person what a colleague split
    ANNUAL = "annual"  # fill, sign and send the year's return of the own unit, accept or return those directly below


_DUTIES = frozenset({Right.DUTIES, Right.ASSIGN})
_CATALOGUES = frozenset({Right.SCHOOLS, Right.KEYLISTS, Right.COURSES})  # nobody's name in them
_SERVED = frozenset({*_CATALOGUES, Right.STUDENTS, Right.MONITORING, Right.CLASSES, Right.CERTIFICATES})
_FIGURES = frozenset({Right.COVERAGE, Right.FILES, Right.POSTS, Right.RULES, *_DUTIES, *_CATALOGUES})
_OFFICE = frozenset({*_FIGURES, *_SERVED, Right.PEOPLE, Right.REVIEW, Right.FEEDBACK, Right.ENTITLEMENTS})
_GROUND = frozenset({Right.COVERAGE, Right.PEOPLE, *_DUTIES})
_SETS = frozenset({Right.RULE_DRAFT, Right.RULE_PUBLISH})  # values of the own tier; a second person publishes
_INSTITUTION = frozenset({Right.FEEDBACK, Right.RECEIPT, *_DUTIES})
_SCHOOL = frozenset({*_INSTITUTION, *_CATALOGUES, Right.STUDENTS, Right.MONITORING})
_NEAR = frozenset({Right.OUTREACH, Right.LEARNERS})  # townships and villages, who know everybody
_BRINGS = frozenset({Right.IMPORT})  # which rosters: registers/rosters/rules.yaml
RIGHTS: dict[str, frozenset[Right]] = {
    # the ministry reads figures; names stay with those who serve the people (page matrix of the design)
    Role.MINISTRY: _FIGURES,
    # who is second in a large export: a colleague at another post of a province, a prefecture, a county; a school's head
    Role.PROVINCE: _OFFICE
    | _BRINGS
    | _SETS
    | {Right.NOTICES, Right.RELEASE, Right.KEY_DECIDE, Right.NORMS, Right.LEADS},
    Role.PREFECTURE: _OFFICE
    | _BRINGS
    | _SETS
    | {Right.NOTICES, Right.NOTICE_SETTLE}
    | {Right.RELEASE, Right.KEY_REVIEW, Right.STUDENT_CHECK, Right.NORMS, Right.LEADS},
    Role.COUNTY: _OFFICE
    | _BRINGS
    | _NEAR
    | {Right.NOTICES, Right.NOTICE_KEEP}
    | {Right.RULE_DRAFT}
    | {Right.MATCH, Right.KEEP, Right.CONFIRM, Right.STUDENT_CHECK, Right.CLASS_CHECK, Right.LEADS},
    Role.REVIEWER: _OFFICE
    | _BRINGS
    | {Right.NOTICES, Right.NOTICE_SETTLE}
    | {Right.CHECK, Right.RELEASE, Right.STUDENT_CHECK, Right.CLASS_CHECK, Right.LEADS},
    Role.FINANCE: _GROUND | {Right.REVIEW, Right.NOTICES, Right.RULES, Right.RULE_COSIGN},
    Role.RELIEF: (_OFFICE - {Right.FEEDBACK}) | _BRINGS | {Right.MATCH, Right.KEEP, Right.CONFIRM},
    Role.TOWNSHIP: _GROUND | _NEAR | {Right.VISIT, Right.CONFIRM},
    Role.VILLAGE: _GROUND | _NEAR | {Right.VISIT, Right.CONFIRM},
    Role.SCHOOL_HEAD: _SCHOOL | {Right.RELEASE, Right.OWN, Right.PRINCIPAL, Right.KEY_APPLY},
    # in a school the head puts names on duties; a school may train adults as well, apart from its roll (20-07-04)
    Role.SCHOOL: (_SCHOOL - {Right.ASSIGN})
    | _BRINGS
    | {
        Right.OWN,
        Right.ENROL,
        Right.KEY_APPLY,
        Right.CLASSES,
        Right.TEACH,
        Right.COURSE_KEEP,
        Right.LEARNERS,
    },
    Role.MONITOR: (_SCHOOL - {Right.ASSIGN}) | {Right.MONITOR},
    Role.TRAINING: _INSTITUTION
    | _BRINGS
    | _CATALOGUES
    | {Right.OWN, Right.CLASSES, Right.TEACH, Right.CERTIFICATES, Right.COURSE_KEEP, Right.LEARNERS},
    Role.EVALUATION: _INSTITUTION | _BRINGS | _CATALOGUES | {Right.OWN, Right.CERTIFICATES, Right.CERTIFY},
    Role.ENTERPRISE: _INSTITUTION | _BRINGS,
    Role.AUDITOR: (_OFFICE - {Right.ASSIGN}) | {Right.TRAIL, Right.NOTICES},
    # the three administrators see nobody's data: one makes accounts, one grants rights, one reads the trail
    Role.SYSTEM: frozenset({Right.POSTS, Right.APPOINT}),
    Role.SECURITY: frozenset({Right.POSTS, Right.GRANT}),
    Role.LOGS: frozenset({Right.POSTS, Right.TRAIL}),
}
for _role in (Role.PROVINCE, Role.PREFECTURE, Role.COUNTY, Role.REVIEWER, Role.FINANCE, Role.AUDITOR):
    RIGHTS[_role] |= {Right.FUNDS}
for _role in (Role.COUNTY, Role.REVIEWER):
    RIGHTS[_role] |= {Right.ACCOUNT_FIX}
RIGHTS[Role.FINANCE] |= {Right.PAY}
# the platform of employment: the ministry reads its figures, names stay with those who serve the people
for _role in (
    Role.PROVINCE,
    Role.PREFECTURE,
    Role.COUNTY,
    Role.REVIEWER,
    Role.RELIEF,
    Role.TOWNSHIP,
    Role.VILLAGE,
    Role.AUDITOR,
):
    RIGHTS[_role] |= {Right.EMPLOYMENT}
for _role in (Role.COUNTY, Role.TOWNSHIP):
    RIGHTS[_role] |= {Right.EMPLOY}
# claims: who reads what is due, who applies, who reviews first and second, who hears appeals
RIGHTS[Role.FINANCE] |= {Right.ENTITLEMENTS}
RIGHTS[Role.COUNTY] |= {Right.CLAIM_FIRST, Right.APPEALS}
for _role in (Role.REVIEWER, Role.PREFECTURE):
    RIGHTS[_role] |= {Right.CLAIM_SECOND, Right.APPEALS}
for _role in (Role.SCHOOL, Role.TRAINING, Role.ENTERPRISE):
    RIGHTS[_role] |= {Right.CLAIM}
# the month's books: the county's officer explains, somebody else signs; each tier above signs for itself
RIGHTS[Role.COUNTY] |= {Right.BOOK_KEEP}
for _role in (Role.REVIEWER, Role.PREFECTURE, Role.PROVINCE, Role.MINISTRY):
    RIGHTS[_role] |= {Right.BOOK_SIGN}
for _role in (Role.PREFECTURE, Role.PROVINCE, Role.MINISTRY):
    RIGHTS[_role] |= {Right.TARGETS, Right.ANNUAL}
# supervision: every tier reads; each above a county asks and accepts; each below the ministry answers
for _role in (Role.MINISTRY, Role.PROVINCE, Role.PREFECTURE, Role.COUNTY, Role.REVIEWER, Role.AUDITOR):
    RIGHTS[_role] |= {Right.SUPERVISION}
for _role in (Role.MINISTRY, Role.PROVINCE, Role.PREFECTURE):
    RIGHTS[_role] |= {Right.SUPERVISE}
for _role in (Role.PROVINCE, Role.PREFECTURE, Role.COUNTY):
    RIGHTS[_role] |= {Right.SUPERVISED}
for _role in (Role.MINISTRY, Role.PROVINCE):
    RIGHTS[_role] |= {Right.COMMEND}
for _role in (Role.COUNTY, Role.PREFECTURE, Role.PROVINCE, Role.MINISTRY):
    RIGHTS[_role] |= {Right.ANALYSE}
ADMINISTRATORS = (Role.SYSTEM, Role.SECURITY, Role.LOGS)


class Hand(models.TextChoices):
    """The three parts in a file about money: nobody takes two of them in the same file."""

    MAKER = "maker", _("Maker")
    CHECKER = "checker", _("Checker")
    PAYER = "payer", _("Payer")


HANDS: dict[str, Hand] = {
    Role.COUNTY: Hand.MAKER,
    Role.TRAINING: Hand.MAKER,
    Role.SCHOOL: Hand.MAKER,
    Role.REVIEWER: Hand.CHECKER,
    Role.PREFECTURE: Hand.CHECKER,
    Role.FINANCE: Hand.PAYER,
}


class Kind(models.TextChoices):
    """What an agency is. Two trees over the same regions (19-00-02), finance, and those that serve."""

    HR = "hr", _("Human resources and social security")
    RELIEF = "relief", _("Poverty alleviation and rural revitalisation")
    FINANCE = "finance", _("Finance department")
    TOWNSHIP = "township", _("Township office")
    VILLAGE = "village", _("Village")
    SCHOOL = "school", _("School")
    TRAINING = "training", _("Training institution")
    EVALUATION = "evaluation", _("Evaluation organisation")
    ENTERPRISE = "enterprise", _("Enterprise")
    AUDIT = "audit", _("Audit body")


# kind → kinds its superior may be: the trees never cross
ABOVE: dict[str, frozenset[str]] = {
    Kind.HR: frozenset({Kind.HR}),
    Kind.RELIEF: frozenset({Kind.RELIEF}),
    Kind.FINANCE: frozenset({Kind.FINANCE}),
    Kind.AUDIT: frozenset({Kind.AUDIT}),
    Kind.TOWNSHIP: frozenset({Kind.HR}),
    Kind.VILLAGE: frozenset({Kind.TOWNSHIP}),
    Kind.SCHOOL: frozenset({Kind.HR}),
    Kind.TRAINING: frozenset({Kind.HR}),
    Kind.EVALUATION: frozenset({Kind.HR}),
    Kind.ENTERPRISE: frozenset({Kind.HR}),
}
# role → kinds of agency it sits at
SEATS: dict[str, frozenset[str]] = {
    Role.MINISTRY: frozenset({Kind.HR}),
    Role.PROVINCE: frozenset({Kind.HR}),
    Role.PREFECTURE: frozenset({Kind.HR}),
    Role.COUNTY: frozenset({Kind.HR}),
    Role.REVIEWER: frozenset({Kind.HR}),
    Role.FINANCE: frozenset({Kind.FINANCE}),
    Role.RELIEF: frozenset({Kind.RELIEF}),
    Role.TOWNSHIP: frozenset({Kind.TOWNSHIP}),
    Role.VILLAGE: frozenset({Kind.VILLAGE}),
    Role.SCHOOL_HEAD: frozenset({Kind.SCHOOL}),
    Role.SCHOOL: frozenset({Kind.SCHOOL}),
    Role.MONITOR: frozenset({Kind.SCHOOL}),
    Role.TRAINING: frozenset({Kind.TRAINING}),
    Role.EVALUATION: frozenset({Kind.EVALUATION}),
    Role.ENTERPRISE: frozenset({Kind.ENTERPRISE}),
    Role.AUDITOR: frozenset({Kind.AUDIT}),
    Role.SYSTEM: frozenset({Kind.HR}),
    Role.SECURITY: frozenset({Kind.HR}),
    Role.LOGS: frozenset({Kind.HR, Kind.AUDIT}),
}
# role → digits of the region of its agency (0 the nation); a role without a line sits at every tier (19-16-01)
TIERS: dict[str, int] = {
    Role.MINISTRY: 0,
    Role.PROVINCE: 2,
    Role.PREFECTURE: 4,
    Role.COUNTY: 6,
    Role.REVIEWER: 6,
    Role.TOWNSHIP: 9,
    Role.VILLAGE: 12,
}


def sits_at(role: str, kind: str, digits: int) -> bool:
    """Whether a role belongs to an agency of this kind whose region has so many digits."""
    return kind in SEATS[role] and TIERS.get(role, digits) == digits
