"""The tables of the queue. A job that is done has no row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from portico.core import clock
from portico.core.ids import new_id


class Job(models.Model):
    """One piece of work: waiting, running under a lease, or dead."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DEAD = "dead"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=100)
    arguments: models.JSONField[Any, Any] = models.JSONField(default=dict)
    priority = models.PositiveSmallIntegerField()
    run_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_by = models.CharField(max_length=200, blank=True, default="")
    lease_until = models.DateTimeField(null=True)
    once_key = models.CharField(max_length=200, null=True)
    # exception types and places in the code only: messages may hold personal values
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["once_key"], condition=Q(state="waiting"), name="job_waits_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["priority", "run_at"], condition=Q(state="waiting"), name="job_next"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_leases"),
            models.Index(fields=["created_at"], condition=Q(state="dead"), name="job_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"


class WorkerSeen(models.Model):
    """A worker that runs, or stopped without saying so: `seen_at` tells which."""

    name = models.CharField(primary_key=True, max_length=200)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
