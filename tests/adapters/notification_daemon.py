"""A desktop's notification service for tests, on a private bus, in pure Python."""

import asyncio
from contextlib import suppress

from jeepney import (  # type: ignore[import-untyped]  # it publishes no types
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
)
from jeepney.io.asyncio import DBusConnection, DBusRouter, open_dbus_connection  # type: ignore[import-untyped]

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

INTROSPECTION = f"""<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
"http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
<node><interface name="{NAME}">
<method name="Notify">
<arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{{sv}}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
</method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation">
<arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/>
</method>
</interface></node>"""


class Daemon:
    """Takes the name of the notification service and keeps (title, body) of each notification in `shown`."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.shown: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    async def __aenter__(self) -> "Daemon":
        self._link: DBusConnection = await open_dbus_connection(self._address)
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        async with DBusRouter(self._link) as router:
            await router.send_and_get_reply(new_method_call(bus, "RequestName", "su", (NAME, 0)))
        self._serving = asyncio.create_task(self._serve())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._serving.cancel()
        with suppress(asyncio.CancelledError):
            await self._serving
        await self._link.close()

    async def _serve(self) -> None:
        while True:
            message = await self._link.receive()
            if message.header.message_type is MessageType.method_call:
                await self._link.send(self._answer(message))

    def _answer(self, message: Message) -> Message:
        member = message.header.fields[HeaderFields.member]
        if member == "Notify":
            self.shown.put_nowait((message.body[3], message.body[4]))
            return new_method_return(message, "u", (self.shown.qsize(),))
        if member == "Introspect":
            return new_method_return(message, "s", (INTROSPECTION,))
        if member == "GetCapabilities":
            return new_method_return(message, "as", (["body"],))
        if member == "GetServerInformation":
            return new_method_return(message, "ssss", ("tests", "session-day", "1", "1.2"))
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
