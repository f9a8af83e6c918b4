"""Who the owner is, in one line for somebody who does not know them."""


def my_line(name: str, title: str, organisation: str) -> str:
    """ "I am Dana Levi, Senior Product Manager at Fernwood."; empty where only the name is known."""
    work = " at ".join(part.strip() for part in (title, organisation) if part.strip())
    if not work:
        return ""
    if not title.strip():
        return (
            f"I am {name.strip()} and work at {organisation.strip()}."
            if name.strip()
            else f"I work at {work}."
        )
    return f"I am {name.strip()}, {work}." if name.strip() else f"I work as {work}."
