#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leads the console by its accessibility tree alone: by roles and names, as a screen reader does.

usage: screenreader.py ADDRESS KEY_FILE PIN INSTANCE SETTING JAR TARGET TARGET

Connects in the dialog of the first start, reads both servers, finds the instance in the tree of the fleet, reads the
finding about the setting, presses Fix, confirms the plan, and waits for the end of the job in the list of jobs and for
the badge to go. Then it deploys the JAR to the two targets in the same way, and rolls that back. Prints what it reads;
ends with 1 where something has no name, cannot be pressed, or does not come."""

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


def rows_about(findings, instance, setting):
    return [(row, texts) for row, texts in cells(findings) if instance in texts and setting in texts]


def the(role, name, where, what=None):
    """The one of this role and exactly this name, as soon as it is on the screen."""
    return wait_for(what or f"{role} {name!r}", lambda: find(where(), role, lambda text: text == name))


def type_into(field, text):
    if not field.get_editable_text_iface().set_text_contents(text):
        raise SystemExit(f"{field.get_name()} cannot be typed into")


def press_key(code):
    if not Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.SYM):
        raise SystemExit("no key can be pressed")


def main_window():
    return find(console(), "frame", lambda name: "Configuration" in name)


def dialog(name):
    return find(console(), "dialog", lambda text: text == name)


def row_of(table_name, fits):
    """The row of a tree whose spoken text fits; trees of that name may come and go with the pages."""
    for tree in walk(main_window()):
        if tree.get_role_name() == "tree" and tree.get_name() == table_name:
            return find(tree, "table cell", fits)
    return None


def fleet_row(name):
    return wait_for(name, lambda: row_of("Servers, instances and plugins", lambda text: text.startswith(name + ", ")))


def confirm(fits):
    """Reads the plan and presses the button that names its deed."""
    plan = wait_for("the plan", lambda: find(console(), "dialog", fits))
    deed = plan.get_name()
    say(plan)
    check_names(plan)
    for area in ("Instances by wave", "Changes"):
        wait_for(area, lambda: find(plan, "filler", lambda name: name == area))
    act(wait_for("its button", lambda: find(plan, "push button", lambda name: name == deed)), "Press")


def watch(verb, end):
    """Waits for the end of the job that begins with this verb in the list of jobs."""
    say(wait_for(f"{verb}…, {end}", lambda: row_of("Jobs", lambda name: name.startswith(verb + " ") and
                                                   f", {end}, " in name)))


def connect(address, key, pin):
    say(wait_for("the dialog of the first start", lambda: dialog("Connect to an agent")))
    check_names(dialog("Connect to an agent"))
    there = lambda: dialog("Connect to an agent")  # noqa: E731
    type_into(the("text", "Address of the agent", there), address)
    type_into(the("password text", "Key", there), key)
    type_into(the("text", "Pin of the certificate", there), pin)
    act(the("push button", "Connect", there), "Press")
    wait_for("the dialog to close", lambda: dialog("Connect to an agent") is None)
    for server in ("hetzner", "ovh"):
        say(wait_for(f"{server} online", lambda: row_of("Servers, instances and plugins",
                                                        lambda name: name.startswith(server + ", online, "))))


def fix(instance, setting):
    window = main_window()
    row = fleet_row(instance)
    badge = row.get_name()
    say(row)
    act(row, "Toggle")

    findings = wait_for("the findings", lambda: find(window, "table", lambda name: name == "Findings"))
    wait_for("the finding", lambda: rows_about(findings, instance, setting))
    found = rows_about(findings, instance, setting)
    if len(found) != 1:
        raise SystemExit(f"{setting} of {instance} is not one row: {found}")
    print("row:", ", ".join(found[0][1]))
    if instance not in (find(window, "label", lambda name: "›" in name) or findings).get_name():
        raise SystemExit("selecting the instance in the tree does not lead to its findings")
    act(findings.get_table_iface().get_accessible_at(found[0][0], 0), "Toggle")
    for side in ("Expected", "Actual"):
        pane = wait_for(side, lambda: find(window, "filler", lambda name: name == side))
        wait_for(f"the lines of {side}", pane.get_description)
        say(pane)
    check_names(window)

    act(the("push button", "Fix this finding", main_window), "Press")
    confirm(lambda name: name.startswith("Fix 1 setting ") and instance in name)
    watch("Fix", "completed")
    wait_for("the finding to go", lambda: not rows_about(findings, instance, setting))
    print("the finding is gone")
    wait_for("its badge to go", lambda: fleet_row(instance).get_name() != badge)
    say(fleet_row(instance))


def has(state, node):
    return node.get_state_set().contains(state)


def tab_to(node):
    for _ in range(10):
        if has(Atspi.StateType.FOCUSED, node):
            return
        press_key(0xFF09)
        time.sleep(0.1)  # it answers no key
    raise SystemExit(f"the tab key does not lead to {node.get_name()}")


def tick_only(tree, targets):
    """Ticks the targets and nothing else, each with the space bar."""
    tab_to(tree)
    for row in [node for node in walk(tree) if node.get_role_name() == "table cell"]:
        ticked = has(Atspi.StateType.CHECKED, row)
        if ticked == (row.get_name() in targets):
            continue
        act(row, "Toggle")
        press_key(0x20)
        wait_for(f"the tick of {row.get_name()}",
                 lambda row=row, ticked=ticked: has(Atspi.StateType.CHECKED, row) != ticked)


def deploy(jar, targets):
    act(the("push button", "Deploy…", main_window), "Press")
    wait_for("the dialog", lambda: dialog("Deploy a plugin"))
    there = lambda: dialog("Deploy a plugin")  # noqa: E731
    check_names(there())
    type_into(the("text", "JAR file", there), jar)
    tick_only(the("tree", "Instances to deploy to", there), targets)
    act(the("push button", f"Show the plan for {len(targets)} instances…", there), "Press")
    confirm(lambda name: name.startswith("Deploy ") and name.endswith(f" to {len(targets)} instances"))
    watch("Deploy", "completed")


def roll_back():
    act(the("page tab", "Jobs", main_window), "Press")
    act(wait_for("the job", lambda: row_of("Jobs", lambda name: name.startswith("Deploy "))), "Toggle")
    act(the("push button", "Roll this job back", main_window), "Press")
    confirm(lambda name: name.startswith("Roll back "))
    watch("Roll back", "completed")
    watch("Deploy", "rolled back")


def main(address, key_file, pin, instance, setting, jar, *targets):
    Atspi.init()
    wait_for("the console", console)
    wait_for("its window", main_window)
    with open(key_file, encoding="ascii") as key:
        connect(address, key.read().strip(), pin)
    fix(instance, setting)
    deploy(jar, targets)
    roll_back()
    print("rolled back")


if __name__ == "__main__":
    main(*sys.argv[1:])
