from datetime import date, time
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from kunnande.stages.centres.api.schemas import Day, Name, Text
from kunnande.stages.centres.queries import (
    Accessibility,
    EndReason,
    MachineKind,
    SpokenLanguage,
    StaffKind,
)


class AuthorisationIn(Schema):
    user_id: int
    product_id: int
    kind: StaffKind
    from_on: Day
    to_on: Day
    grounds: Text


class AuthorisationOut(Schema):
    id: int
    user_id: int
    product_id: int
    centre_id: int
    kind: str
    from_on: date
    to_on: date
    ended_on: date | None


class AuthorisationRowOut(Schema):
    authorisation_id: int
    name: str
    kind: str
    product: str
    centre: str
    from_on: date
    to_on: date
    ended_on: date | None
    holds: bool


class EndIn(Schema):
    on: Day
    reason: EndReason


class ProfileIn(Schema):
    street_address: Annotated[str, StringConstraints(max_length=200)] = ""
    latitude: float | None = Field(None, ge=55, le=70)
    longitude: float | None = Field(None, ge=10, le=25)
    accessibility: list[Accessibility] = Field([], max_length=20)
    languages: list[SpokenLanguage] = Field([SpokenLanguage.SWEDISH], max_length=20)
    travels: bool = False
    public_email: Annotated[str, StringConstraints(max_length=254)] = ""
    public_phone: Annotated[str, StringConstraints(max_length=32)] = ""


class ProfileOut(Schema):
    centre_id: int
    street_address: str
    latitude: float
    longitude: float
    accessibility: list[str]
    languages: list[str]
    travels: bool
    public_email: str
    public_phone: str


class RoomIn(Schema):
    name: Name
    seats: int = Field(ge=1, le=500)


class RoomChange(RoomIn):
    is_active: bool = True


class RoomOut(Schema):
    id: int
    name: str
    seats: int
    is_active: bool


class MachineIn(Schema):
    name: Name
    kind: MachineKind
    room_id: int | None = None


class MachineChange(MachineIn):
    is_active: bool = True


class MachineOut(Schema):
    id: int
    name: str
    kind: str
    room_id: int | None
    is_active: bool


class HoursIn(Schema):
    weekday: int = Field(ge=0, le=6, description="Monday is 0.")
    opens: time
    closes: time


class WeekIn(Schema):
    hours: list[HoursIn] = Field(max_length=7)


class HoursOut(Schema):
    weekday: int
    opens: time
    closes: time


class ExceptionIn(Schema):
    on: Day
    opens: time | None = None
    closes: time | None = None
    reason: Annotated[str, StringConstraints(max_length=200)] = ""


class ExceptionOut(Schema):
    id: int
    on: date
    opens: time | None
    closes: time | None
    reason: str


class PlaceOut(Schema):
    profile: ProfileOut
    rooms: list[RoomOut]
    machines: list[MachineOut]
    hours: list[HoursOut]
    exceptions: list[ExceptionOut]
