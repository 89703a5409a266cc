"""The catalogue in English, which every other one is derived from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from maedeup.text.strings.learning import EnglishLearning
from maedeup.text.strings.starting import EnglishStart

MONTHS = (
    "January February March April May June July August September October November December".split()
)


def _count(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


class English(EnglishLearning, EnglishStart):
    """Texts by name; those that take something are methods."""

    language = "en"

    # A page of the site, and the theme's.
    search = "Search"
    not_found = "Page not found"
    home = "the home page"
    updated = "Last change to the text"
    planned_note = "A note that is not written yet"
    references = "References"
    unknown_work = "not in the bibliography"
    executed_notebook = "See the executed notebook"

    def not_found_text(self, home: str) -> str:
        """Say what to do on the page of what is not there; `home` is a link."""
        return (
            f"The address has changed or was mistyped. Search for it above, or start from {home}."
        )

    def day(self, when: date) -> str:
        """Write a day."""
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}"

    def taken_from(self, source: str) -> str:
        """Say of which note a shown part is; `source` is a link."""
        return f"From {source}"

    def moved(self, link: str, title: str) -> str:
        """Say where a text has gone; `link` shows `title`."""
        return f"This text has moved to {link}."

    def pages_of_work(self, pages: str) -> str:
        """Write the pages on which a work stands: `770–778`."""
        return f"pp. {pages}" if "–" in pages or "," in pages else f"p. {pages}"

    callouts: ClassVar[Mapping[str, str]] = {}
    """What a callout without a title is called, by its kind, where that is not the kind's name."""

    def callout(self, kind: str) -> str:
        """Title a callout that has no title."""
        return self.callouts.get(kind, kind.capitalize())

    # Numbered things.
    figure = "Figure"
    equation = "Equation"

    def figure_number(self, number: int) -> str:
        """Name a numbered figure."""
        return f"Figure {number}"

    def figure_called(self, label: str) -> str:
        """Name a figure that says nothing of itself."""
        return f"Figure {label}"

    def equation_number(self, number: str, title: str) -> str:
        """Name a numbered formula; `title` is that of another note which has it, or ''."""
        return f"{title}, Equation ({number})" if title else f"Equation ({number})"

    def line(self, number: int) -> str:
        """Name a line of code or text."""
        return f"line {number}"

    # What stands around a note's text.
    read_before = "Read before"
    read_after = "Read next"
    reading_order = "Reading order"
    mark_as_read = "Mark as read"
    is_read = "Read"
    can_be_read = "You can read this now"
    linked_from = "What links here"
    neighbours = "Neighbouring notes"
    in_whole_graph = "See it in the whole graph"
    near_lines = "Bold lines link both ways, dashed ones only from there."
    loose_here = "Notes that this one names without a link"
    loose_there = "Notes that name this one without a link"
    take_notebook = "Download as a notebook"
    open_in_colab = "Open in Colab"
    as_markdown = "View as Markdown"
    correction = "Correction"
    slip = "Corrected from the source"

    def neighbours_count(self, n_all: int, n_shown: int) -> str:
        """Head the picture of the notes one link away."""
        count = f"{n_all:,}" if n_all == n_shown else f"the nearest {n_shown:,} of {n_all:,}"
        return f"Neighbouring notes: {count}"

    page_not_made = "This page cannot be made"
    page_comes_back = "Mend it and save: the page comes back by itself."
    running = "Running."

    def took(self, seconds: float) -> str:
        """Tell how long a run that is not done took the last time."""
        return f"It took {seconds:.1f} s the last time."

    def loose_mentions(self, number: int) -> str:
        """Head the lists of names without a link."""
        return f"Names without a link: {number:,}"

    def shown_by(self, links: str) -> str:
        """Say which code shows a correction."""
        return f"Shown by: {links}"

    # The picture of the whole vault.
    graph = "Graph of notes"
    graph_list = "Notes by group"
    graph_tools = "Graph controls"
    graph_find = "Find by title"
    graph_find_label = "Find by title in the graph"
    graph_larger = "Larger"
    graph_smaller = "Smaller"
    graph_all = "Show all"
    graph_loose = "Notes not linked yet"
    graph_keys = (
        "Drag to move; change the size by the wheel or two fingers. On the keyboard, the arrows go "
        "to the next note, <kbd>Enter</kbd> opens it, <kbd>Shift</kbd> and an arrow move the "
        "picture, <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd> change the size, and <kbd>Esc</kbd> lets "
        "go of what is chosen."
    )

    def group_size(self, number: int) -> str:
        """Count the notes of a group."""
        return f"{number:,}"

    # Cells that are edited in the page, while serving.
    try_cell = "Edit this cell and run it"
    try_editor = "Code of the cell"
    try_run = "Run (Ctrl+Enter)"
    try_keep = "Keep"
    try_back = "Back"
    try_edited = "As edited"
    try_changed = "Different"
    try_line = "Line"
    try_failed = "The server does not answer."

    # Code and what it made.
    stdout = "Output"
    stderr = "Error output"
    result = "Value"
    original = "Original"
    changed_code = "Changed code"
    not_reached = "The run does not come this far."
    nothing_shown = "There is nothing to show."
    watch_kernel = "the kernel (including what threads, C code and child processes read)"
    watch_hooks = "Python alone (what C code and child processes read is unknown)"
    file = "File"
    run = "Run"
    run_time = "Run at"
    versions = "Versions"
    inputs = "Read"
    shapes = "Shapes"
    shapes_left_out = "Left out: the run that recorded them made something else."
    watched_by = "Watched by"
    more = "More"
    page_of_snippet = "This snippet's page"
    notebook = "Notebook"
    shapes_by_line = "Shapes by line"

    def watch(self, who: str) -> str:
        """Say who watched a run: `kernel`; anything else is Python's own hooks."""
        return self.watch_kernel if who == "kernel" else self.watch_hooks

    def code_lines(self, number: int) -> str:
        """Head folded code."""
        return f"Code, {_count(number, 'line')}"

    def seconds(self, number: float) -> str:
        """Write how long a run took."""
        return f"{number:.2f} s"

    def changed_code_of(self, title: str) -> str:
        """Name the changed lines of a variant."""
        return f"Changed code: {title}"

    def broken_claims(self, title: str) -> str:
        """Head the claims that a variant breaks."""
        return f"Claims that no longer hold in “{title}”"

    chart = "Chart"
    chart_numbers = "Numbers of the chart"
    cut_object = "Only a part is shown here."

    def some_columns(self, n_shown: int, n_all: int) -> str:
        """Tell how many columns of a table are shown."""
        return f"{n_shown} of {n_all} columns"

    def some_rows(self, n_shown: int, n_all: int) -> str:
        """Say how much of a table is shown."""
        return f"{n_shown:,} of {_count(n_all, 'row')}"

    def table_of(self, n_rows: int) -> str:
        """Head a folded table."""
        return f"Table, {_count(n_rows, 'row')}"

    def shape_lines(self, number: int) -> str:
        """Head the list of shapes."""
        return f"Shapes of {_count(number, 'line')}"

    def documented_names(self, number: int) -> str:
        """Head the list of names that lead to their libraries' documentation."""
        return f"Documentation of {_count(number, 'name')}"

    def documentation_of(self, name: str, library: str) -> str:
        """Say where a name in code leads."""
        return f"{name} in the documentation of {library}"

    def either(self, kinds: list[str]) -> str:
        """Join what something was by turns."""
        return " or ".join(kinds)

    def values_between(self, span: str, is_first: bool) -> str:
        """Say between which numbers values lie; of the first of several where `is_first`."""
        return f"{'first ' if is_first else ''}values {span}"

    shapes_sampled = "(some of the repetitions were looked at)"

    # Figures that move, and text alternatives.
    frame = "Frame"
    play = "Play"
    pause = "Pause"

    def frame_number(self, number: str) -> str:
        """Name a frame that says nothing of itself."""
        return f"Frame {number}"

    def some_frames(self, n_shown: int, n_all: int) -> str:
        """Say how many frames stand side by side."""
        return f"{n_shown:,} of {_count(n_all, 'frame')}"

    def frames_between(self, first: str, last: str, number: int) -> str:
        """Say what changes in an animation."""
        return f"{_count(number, 'frame')}, from {first} to {last}"

    def axis(self, is_horizontal: bool, label: str, low: str, high: str) -> str:
        """Tell of an axis of a figure."""
        return f"{'horizontal' if is_horizontal else 'vertical'} axis {label} from {low} to {high}"

    def legend(self, entries: list[str]) -> str:
        """Tell of a figure's legend."""
        return f"legend {', '.join(entries)}"

    # Pages of snippets.
    snippets = "Snippets"
    run_record = "Record of the run"
    used_by = "Notes that use this snippet"
    take_away = "Take away"
    all_code = "all code"

    def about_snippets(self, number: int) -> str:
        """Say what the list of snippets is."""
        return (
            f"{_count(number, 'snippet')}, by folder. Each opens its code and results, the record "
            "of its run and the notes that use it."
        )

    def more_snippets(self, number: int) -> str:
        """Say how many snippets of a folder open below."""
        return f"{number} more"

    def ran_at(self, time: datetime, device: str, seconds: float) -> str:
        """Say when, where and how long a snippet ran."""
        when = f"{self.day(time)}, {time:%H:%M} UTC"
        return f"Run on {when}, on {device}, in {self.seconds(seconds)}."

    def ran_with(self, versions: str) -> str:
        """Say with which versions of packages a snippet ran."""
        return f"It used {versions}."

    def ran_on_files(self, files: str) -> str:
        """Say which files a run read."""
        return f"It read {files}."

    def ran_watched(self, watch: str) -> str:
        """Say who watched a run, in the words of `watch`."""
        return f"The run was watched by {watch}."

    ran_without_shapes = (
        "Shapes are left out, since the run that recorded them made something else."
    )
    ran_unchanged = (
        "This result is shown because code, files and versions have stayed the same since."
    )

    # Text twins, llms.txt, the page of changes.
    also_called = "Also called"
    tags = "Tags"
    code_of_page = "Code of this page"
    maps = "Maps"
    labs = "Labs"
    other_notes = "Other"
    llms_about = (
        "Replace the `/` at the end of a page's address by `.md` to get the page as Markdown.\n"
        "All code was run when this site was built; outputs, and values in sentences, come from "
        "those runs."
    )
    recent = "Recently changed notes"
    recent_unknown = "This site was built without knowing when its notes were changed."
    recent_about = (
        "The dates are those of git's history.\n"
        "What has been changed and not committed yet is not listed."
    )

    def recent_feed(self, address: str) -> str:
        """Offer the feed, in Markdown."""
        return f"There is a [feed]({address}) too."

    # Notebooks.
    hidden_code = "Not shown in the note, and needed by the cells below"
    switch = (
        "This note shows several snippets, or variants of one, by turns. Names, random numbers "
        "and\nhelper modules are kept apart for each, so that each gives what it gives when run "
        "alone."
    )
    moved_claims = "the claims that do not hold in this variant are in the cells below"

    def from_site(self, site: str, address: str) -> str:
        """Say where a notebook is from, in Markdown."""
        return f"From [this note on {site}]({address})."

    def outputs_from(self, versions: str) -> str:
        """Say with what a notebook's outputs were made."""
        return (
            f"The outputs were made with {versions}. On another computer the last digits of "
            "numbers may differ, and more than those after long training."
        )

    def run_above(self, snippet: str, cells: str) -> str:
        """Say that cells stand further up."""
        return f"Run above: {cells} of {snippet}"

    def what_if(self, title: str) -> str:
        """Head a variant."""
        return f"What if: {title}"

    # The search box.
    mark_lab = "lab"
    mark_map = "map"
    mark_guide = "guide"
    mark_code = "code"
    by_alias = "another name"
    by_initials = "initials"
    by_layout = "keyboard layout"
    by_typo = "similar spelling"
    by_synonym = "same meaning"
    by_sound = "sounds alike"
    by_part = "part of a word"
    nowhere = "nowhere"
    most_found = "50 matching"
    at_least_found = "50 or more matching"
    """The theme's words for the most that the search gives, and what they mean."""

    # Scripts: in `{braces}` stands what the script knows.
    copy_before = "Copy with the code before it"
    copied_before = "Copied with the code before it"
    copied_alone = "The file could not be fetched: this cell alone was copied"
    copied_modules = "Puts the modules that the code below imports into a temporary folder."
    show_shapes = "Show shapes by line"
    graph_failed = "The graph could not be loaded. Use the list."
    graph_chosen = "{title}: neighbours: {n}"
    graph_group = "group {group}"
    graph_found = "{n} found: {titles}"
    graph_none = "No such note"

    # What `maedeup new` begins.
    new_claim = "the first sentence says what this note claims."
    new_title = "what it claims, in one sentence."
    new_source = "Source: …"
