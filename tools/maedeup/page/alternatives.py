"""What is said of a figure to who does not see it: facts of the run in the site's words."""

from __future__ import annotations

from maedeup.page.questions import Animation, Drawing, Figure, Plot, Strings


def alternative(drawing: Drawing, strings: Strings) -> str:
    """Return the text alternative of a figure; '' for one that says nothing of itself.

    Of an animation, that of its first frame, and what changes from there to the last.
    """
    if isinstance(drawing, Figure):
        said = [drawing.title, *(_plot(plot, strings) for plot in drawing.plots)]
        return ". ".join(filter(None, said))
    states = states_of(drawing, strings)
    first = alternative(drawing.frames[0], strings)
    change = strings.frames_between(states[0], states[-1], len(states))
    return f"{first}. {change}" if first else change


def states_of(animation: Animation, strings: Strings) -> list[str]:
    """Return what each frame is called: its title, else its number."""
    return animation.states or [strings.frame_number(str(n)) for n in animation.numbers]


def _plot(plot: Plot, strings: Strings) -> str:
    said = [plot.title]
    said += [strings.axis(True, *plot.x)] if plot.x else []
    said += [strings.axis(False, *plot.y)] if plot.y else []
    said += [strings.legend(plot.legend)] if plot.legend else []
    return ", ".join(filter(None, said))
