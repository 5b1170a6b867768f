"""The parts that controls are made of: labelled groups, lists of choices, selects."""

from dataclasses import dataclass

from .bodies import Copying, copy_phrase
from .documents import Element
from .figures import letter
from .forms import Form, Input, Option
from .interactions import Choice
from .markup import Node, is_plain, spoken, tag
from .values import Response
from .words import Words


@dataclass(frozen=True, slots=True)
class Setting:
    """What a control needs besides its form; ``name`` is used where nothing else labels it."""

    copying: Copying
    words: Words
    response: Response
    name: str


def group(form: Form, setting: Setting, hint: str, *content: Node) -> Element:
    """Return a ``fieldset`` named by the prompt, with a hint."""
    prompt = copy_phrase(form.interaction.prompt, setting.copying)
    if spoken(prompt):
        legend = tag("legend", {}, tag("span", {"class": "lead"}, *prompt))
    else:
        legend = tag("legend", {"class": "vh"}, setting.name)
    hint_id = f"{form.name}-hint"
    return tag(
        "fieldset",
        {"class": "stack", "aria-describedby": hint_id},
        legend,
        tag("p", {"class": "hint", "id": hint_id}, hint),
        *content,
    )


def choice_hint(form: Form, setting: Setting) -> str:
    """Return a sentence that says how many may be chosen."""
    most, least = form.interaction.max_choices, form.interaction.min_choices
    words = setting.words
    if most == 1:
        return words.choose_one
    limited = 0 < most < len(form.inputs[0].options)
    hint = words.choose_at_most.format(most=most) if limited else words.choose_several
    return f"{hint} {words.choose_at_least.format(least=least)}" if least > 1 else hint


def choice_list(each: Input, chosen: tuple[str, ...], setting: Setting) -> Element:
    """Return radio buttons or checkboxes, each inside its label."""
    labels = [
        choice(each, option, option_content(option, place, setting), chosen)
        for place, option in enumerate(each.options)
    ]
    return tag("div", {"class": "choices"}, *labels)


def choice(
    each: Input, option: Option, content: tuple[Node, ...], chosen: tuple[str, ...]
) -> Element:
    """Return one radio button or checkbox inside its label."""
    checked = {"checked": ""} if option.choice.identifier in chosen else {}
    attributes = {"type": each.kind, "name": each.name, "value": option.token, **checked}
    return tag("label", {"class": "choice"}, tag("input", attributes), tag("span", {}, *content))


def option_content(option: Option, place: int, setting: Setting) -> tuple[Node, ...]:
    """Return what a choice shows: its content, or the letter and name of its area."""
    if option.choice.area is None:
        return copy_phrase(option.choice.content, setting.copying)
    return (area_name(option.choice, place, setting),)


def area_name(area: Choice, place: int, setting: Setting) -> str:
    """Return the letter of an area of a picture, with its label if it has one."""
    sign = letter(place)
    return f"{sign}: {area.label}" if area.label else setting.words.area.format(letter=sign)


def select(
    each: Input, chosen: tuple[str, ...], label: dict[str, str], setting: Setting
) -> Element:
    """Return a ``select``; what is not plain text is called by its letter."""
    options = [tag("option", {"value": ""}, setting.words.choose)]
    for place, option in enumerate(each.options):
        picked = {"selected": ""} if option.choice.identifier in chosen else {}
        content = option_content(option, place, setting)
        text = spoken(content)
        if not is_plain(content):
            text = f"{letter(place)} {text}".strip()
        options.append(tag("option", {"value": option.token, **picked}, text or letter(place)))
    attributes = {"class": "input", "name": each.name, "id": each.name, **label}
    return tag("select", attributes, *options)


def picture_key(each: Input, setting: Setting) -> tuple[Node, ...]:
    """Return lettered pictures, since the options of a select can only hold text."""
    contents = [option_content(option, place, setting)
                for place, option in enumerate(each.options)]  # fmt: skip
    if all(is_plain(content) for content in contents):
        return ()
    rows = [
        tag("li", {}, tag("strong", {}, letter(place)), " ", *content)
        for place, content in enumerate(contents)
    ]
    return (tag("ul", {"class": "stack"}, *rows),)


def labelled(each: Input, label: str, control: Element) -> Element:
    """Return a control with a visible label, as an item of a list."""
    return tag("li", {"class": "field"}, tag("label", {"for": each.name}, label), control)


def text_input(each: Input, chosen: tuple[str, ...], attributes: dict[str, str]) -> Element:
    """Return a one-line text input."""
    shared = {
        "class": "input input--inline",
        "type": "text",
        "name": each.name,
        "id": each.name,
        "value": chosen[0] if chosen else "",
        "autocomplete": "off",
        "spellcheck": "false",
    }
    return tag("input", shared | attributes)
