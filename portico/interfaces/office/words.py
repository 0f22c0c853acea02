"""Days as lists show them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from portico.core import clock
from portico.interfaces.ui.dates import day_text, time_text


def recent_text(instant: datetime | None) -> str:
    """The day, "Today 15:41" or "Yesterday"; "Never" without one. For lists, whose page names the zone."""
    if instant is None:
        return _("Never")
    day, today = timezone.localtime(instant).date(), timezone.localtime(clock.now()).date()
    if day == today:
        return _("Today %(time)s") % {"time": time_text(instant)}
    return _("Yesterday") if day == today - timedelta(days=1) else day_text(instant)
