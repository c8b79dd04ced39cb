"""The use cases about who is on call."""

from adapters.inbound.on_call_use_cases import OnCallUseCases
from application.add_override import AddOverride
from application.add_time_off import AddTimeOff
from application.create_rotation import CreateRotation
from application.find_rotations import ListRotations, ShowRotation
from application.list_overrides import ListOverrides
from application.list_time_off import ListTimeOff
from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps
from application.remove_override import RemoveOverride
from application.remove_rotation import RemoveRotation
from application.remove_time_off import RemoveTimeOff
from application.show_on_call import ShowOnCall
from application.show_on_call_schedule import ShowOnCallSchedule
from application.update_rotation import UpdateRotation


def make_on_call(store: Store, ids: Ids, wake_ups: WakeUps) -> OnCallUseCases:
    """All of them."""
    return OnCallUseCases(
        show=ShowOnCall(store),
        show_schedule=ShowOnCallSchedule(store),
        list_rotations=ListRotations(store),
        show_rotation=ShowRotation(store),
        create_rotation=CreateRotation(store, ids),
        update_rotation=UpdateRotation(store),
        remove_rotation=RemoveRotation(store),
        list_overrides=ListOverrides(store),
        add_override=AddOverride(store, ids),
        remove_override=RemoveOverride(store),
        list_time_off=ListTimeOff(store),
        add_time_off=AddTimeOff(store, ids),
        remove_time_off=RemoveTimeOff(store, wake_ups),
    )
