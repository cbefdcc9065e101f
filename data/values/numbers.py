"""When two ways to write a number or an address mean the same one. For everybody: rules belong to the number."""

_ENOUGH_DIGITS = 9


def same_number(one: str, other: str) -> bool:
    """Whether they are the same number or address, however written: +44 7700 900123 is 07700 900123.

    Only an import knows the country for certain, and asks `console.adapters.clients_csv` instead.
    """
    return number_key(one) == number_key(other)


def number_key(value: str) -> str:
    """What is the same for all ways to write it: a number's last nine digits, of an address the words."""
    digits = "".join(filter(str.isdecimal, value))
    if digits and not any(char.isalpha() or char == "@" for char in value):
        return digits[-_ENOUGH_DIGITS:]
    return " ".join(value.casefold().split())
