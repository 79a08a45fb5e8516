#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leads the console by its accessibility tree alone: by roles and names, as a screen reader does.

usage: screenreader.py INSTANCE SETTING

Finds the instance in the tree of the fleet, reads the finding about the setting, presses Fix, confirms the plan, and
waits for the end of the job in the list of jobs. Prints what it reads; ends with 1 where something has no name, cannot
be pressed, or does not come."""

import sys
import time
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

warnings.simplefilter("ignore", DeprecationWarning)  # the bindings of Debian 12 have no other way yet
PATIENCE = 30  # seconds, for what real agents do


def showing(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def walk(node):
    """The node and all below it that are on the screen."""
    if node is None:
        return
    try:
        if node.get_role_name() != "application" and not showing(node):
            return
        yield node
        count = node.get_child_count()
    except GLib.Error:
        return  # gone meanwhile
    for index in range(count):
        try:
            child = node.get_child_at_index(index)
        except GLib.Error:
            continue
        yield from walk(child)


def find(root, role, fits):
    for node in walk(root):
        if node.get_role_name() == role and fits(node.get_name()):
            return node
    return None


def wait_for(what, look):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        while GLib.MainContext.default().iteration(False):
            pass  # what the console told since the last look
        try:
            found = look()
        except GLib.Error:
            found = None
        if found:
            return found
        time.sleep(0.1)  # another process tells nobody when it is done
    print("on the screen:", file=sys.stderr)
    for node in walk(console()):
        if node.get_name():
            print(f"  {node.get_role_name()}: {node.get_name()}", file=sys.stderr)
    raise SystemExit(f"not found: {what}")


def say(node):
    text = node.get_name()
    description = node.get_description()
    print(f"{node.get_role_name()}: {text}" + (f" ({description})" if description and description != text else ""))


def act(node, *wanted):
    action = node.get_action_iface()
    names = [Atspi.Action.get_action_name(action, i) for i in range(action.get_n_actions())] if action else []
    for index, name in enumerate(names):
        if name in wanted:
            if not action.do_action(index):
                raise SystemExit(f"{node.get_name()}: {name} does nothing")
            return
    raise SystemExit(f"{node.get_role_name()} {node.get_name()!r} offers {names}, not {wanted}")


def console():
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application is not None and application.get_name() == "archivesmp-console":
            return application
    return None


def check_names(window):
    """Whatever can be pressed, typed into or walked through says what it is."""
    named = {"push button", "check box", "text", "tree", "table", "page tab", "menu item", "table column header"}
    nameless = [node.get_role_name() for node in walk(window)
                if node.get_role_name() in named and not node.get_name()]
    if nameless:
        raise SystemExit(f"without a name: {nameless}")


def cells(table):
    """The rows of a table as lists of texts."""
    interface = table.get_table_iface()
    for row in range(interface.get_n_rows()):
        yield row, [interface.get_accessible_at(row, column).get_name() for column in range(interface.get_n_columns())]


def main(instance, setting):
    Atspi.init()
    application = wait_for("the console", console)
    window = wait_for("its window", lambda: find(application, "frame", lambda name: "Configuration" in name))
    tree = wait_for("the tree", lambda: find(window, "tree", lambda name: name == "Servers, instances and plugins"))

    row = wait_for(instance, lambda: find(tree, "table cell",
                                          lambda name: name.startswith(instance + ", ") and "worst" in name))
    say(row)
    act(row, "Toggle")

    findings = wait_for("the findings", lambda: find(window, "table", lambda name: name == "Findings"))
    place = [texts for _, texts in cells(findings) if instance in texts and setting in texts]
    if len(place) != 1:
        raise SystemExit(f"{setting} of {instance} is not one row: {place}")
    print("row:", ", ".join(place[0]))
    number = next(row for row, texts in cells(findings) if texts == place[0])
    if instance not in (find(window, "label", lambda name: "›" in name) or findings).get_name():
        raise SystemExit("selecting the instance in the tree does not lead to its findings")
    act(findings.get_table_iface().get_accessible_at(number, 0), "Toggle")
    for side in ("Expected", "Actual"):
        pane = wait_for(side, lambda: find(window, "filler", lambda name: name == side))
        wait_for(f"the lines of {side}", pane.get_description)
        say(pane)
    check_names(window)

    fix = wait_for("Fix", lambda: find(window, "push button", lambda name: name == "Fix this finding"))
    act(fix, "Press")

    def is_the_deed(name):
        return name.startswith("Fix 1 setting ") and instance in name

    plan = wait_for("the plan", lambda: find(application, "dialog", is_the_deed))
    say(plan)
    check_names(plan)
    act(wait_for("its button", lambda: find(plan, "push button", is_the_deed)), "Press")

    def ended():
        jobs = find(window, "tree", lambda name: name == "Jobs")
        return find(jobs, "table cell", lambda name: is_the_deed(name) and ", completed, " in name) if jobs else None

    say(wait_for("the end of the job", ended))
    wait_for("the finding to go", lambda: not any(texts == place[0] for _, texts in cells(findings)))
    print("the finding is gone")


if __name__ == "__main__":
    main(*sys.argv[1:])
