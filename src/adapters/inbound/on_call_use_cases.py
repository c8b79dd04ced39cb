"""What the API and the command line call about who is on call."""

from dataclasses import dataclass

from application.add_override import AddOverride
from application.add_time_off import AddTimeOff
from application.create_rotation import CreateRotation
from application.find_rotations import ListRotations, ShowRotation
from application.list_overrides import ListOverrides
from application.list_time_off import ListTimeOff
from application.remove_override import RemoveOverride
from application.remove_rotation import RemoveRotation
from application.remove_time_off import RemoveTimeOff
from application.show_on_call import ShowOnCall
from application.show_on_call_schedule import ShowOnCallSchedule
from application.update_rotation import UpdateRotation


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallUseCases:
    """One for each thing that can be asked or done."""

    show: ShowOnCall
    show_schedule: ShowOnCallSchedule
    list_rotations: ListRotations
    show_rotation: ShowRotation
    create_rotation: CreateRotation
    update_rotation: UpdateRotation
    remove_rotation: RemoveRotation
    list_overrides: ListOverrides
    add_override: AddOverride
    remove_override: RemoveOverride
    list_time_off: ListTimeOff
    add_time_off: AddTimeOff
    remove_time_off: RemoveTimeOff
