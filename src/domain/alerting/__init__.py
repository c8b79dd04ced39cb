"""Who is told of what, over which channel and when, and who is not and why: a decision a receiver, stage by stage."""

from domain.alerting.fallback import receivers_instead, subject_instead
from domain.alerting.news import Circumstances, LatelySent, PlannedNotice, Subject
from domain.alerting.plan import plan_notices
from domain.alerting.policy import AlertingPolicy, hour_of
from domain.alerting.reasons import NEWS, NoticeReason, news_of
from domain.alerting.receivers import (
    Receiver,
    address_of,
    can_be_told,
    places_of_news,
    receivers_by_hand,
    receivers_of_news,
    ways_of,
)

__all__ = [
    "NEWS",
    "AlertingPolicy",
    "Circumstances",
    "LatelySent",
    "NoticeReason",
    "PlannedNotice",
    "Receiver",
    "Subject",
    "address_of",
    "can_be_told",
    "hour_of",
    "news_of",
    "places_of_news",
    "plan_notices",
    "receivers_by_hand",
    "receivers_instead",
    "receivers_of_news",
    "subject_instead",
    "ways_of",
]
