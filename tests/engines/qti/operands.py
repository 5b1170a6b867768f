"""Short names for the expressions that tests of operators are made of."""

from .builders import value

YES, NO, NULL = value("true", "boolean"), value("false", "boolean"), "<qti-null/>"


def num(*amounts):
    return "".join(value(amount) for amount in amounts)


def whole(*amounts):
    return "".join(value(amount, "integer") for amount in amounts)


def text(*words):
    return "".join(value(word, "string") for word in words)


def bag(*names, kind="multiple"):
    return f"<qti-{kind}>{''.join(value(name, 'identifier') for name in names)}</qti-{kind}>"


def run(*names):
    return bag(*names, kind="ordered")


def one(name):
    return value(name, "identifier")


def op(name, operands="", /, **attributes):
    extra = "".join(f' {key.replace("_", "-")}="{text}"' for key, text in attributes.items())
    return f"<qti-{name}{extra}>{operands}</qti-{name}>"
