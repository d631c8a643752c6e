"""Templates of the shop's apps: their keys, and whether a kind's fields can stand under them. Pure."""

import re

from lianyi.messages.errors import TemplateUnfit
from lianyi.messages.rules.fitting import fits
from lianyi.messages.types import NoticeKind, TemplateKey, TemplateUse

# a line of a template's content: `商品名称:{{thing1.DATA}}`
_LINE = re.compile(r"([^\n{}:：]*)[:：]?\s*\{\{\s*([a-z_]+[0-9]{0,3})\.DATA\s*\}\}")


def template_keys(content: str) -> tuple[TemplateKey, ...]:
    """The keys of a template in their order, with the words WeChat shows before them."""
    return tuple(TemplateKey(key, label.strip()) for label, key in _LINE.findall(content))


def check_use(kind: NoticeKind, use: TemplateUse, app: str) -> None:
    """Raises TemplateUnfit naming the field that is no field, whose key cannot carry it, or whose key is taken."""
    fields = {field.name: field for field in kind.fields}
    taken: set[str] = set()
    for name, key in use.keys.items():
        field = fields.get(name)
        if field is None or not fits(field.kind, key) or key in taken:
            raise TemplateUnfit(field=f"{app}.keys.{name}", key=key)
        taken.add(key)
