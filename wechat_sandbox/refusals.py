"""Refusals of the control API and of the pages: a stable code, a status and a sentence."""


class ControlRefusal(Exception):
    def __init__(self, status: int, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.field = field

    def body(self) -> dict[str, str]:
        shown = {"code": self.code, "message": self.message}
        return shown | {"field": self.field} if self.field else shown
