"""Goals with milestones, mentors and check-ins."""

from django.db import models

from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.models.people import Person


class Goal(Owned):
    """What the owner wants to have reached by a date. Ending it does not end a relationship."""

    statement = models.TextField()
    why = models.TextField(blank=True)
    how_known = models.TextField(blank=True)
    skills = models.JSONField(default=list)
    starts_on = models.DateField()
    due_on = models.DateField()
    horizon_reason = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=20, blank=True)
    closing_note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "ended_on", "due_on"], name="goal_owner_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("starts_on")), name="goal_due_after_start"
            )
        ]


class Milestone(Owned):
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="milestones", db_index=False)
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["goal", "position"], name="milestone_goal_position")]


class GoalMentor(Owned):
    """A person who helps with a goal."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="mentors", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="goals", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal", "person"], name="goal_mentor_once")]
        indexes = [models.Index(fields=["owner", "person"], name="goalmentor_owner_person")]


class GoalCheckIn(Owned):
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="check_ins", db_index=False)
    on = models.DateField()
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["goal", "-on"], name="checkin_goal_on")]
