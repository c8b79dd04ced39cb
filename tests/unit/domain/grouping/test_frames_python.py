"""Frames of Python tracebacks."""

from domain.grouping.frames import parse_frames
from tests.unit.domain.grouping import traces


def test_the_innermost_frame_is_first_and_libraries_are_told_apart() -> None:
    assert [(frame.module, frame.function, frame.in_app) for frame in parse_frames(traces.PYTHON)] == [
        ("json/decoder.py", "raw_decode", False),
        ("shop/cart.py", "total", True),
        ("shop/views.py", "checkout", True),
        ("flask/app.py", "wsgi_app", False),
    ]


def test_an_explicit_cause_comes_first_and_what_wraps_it_after() -> None:
    assert [frame.function for frame in parse_frames(traces.PYTHON_CAUSE)] == ["load", "load", "show"]


def test_what_was_interrupted_by_a_new_fault_is_not_looked_at() -> None:
    assert [frame.function for frame in parse_frames(traces.PYTHON_CONTEXT)] == ["load", "show"]


def test_of_a_group_the_first_exception_counts() -> None:
    functions = [frame.function for frame in parse_frames(traces.PYTHON_GROUP)]

    assert functions == ["send_mail", "__aexit__", "run_all"]


def test_the_release_in_a_path_does_not_count() -> None:
    frames = parse_frames('  File "/srv/releases/20240105123000/wsgi.py", line 3, in <module>\n')

    assert frames[0].module == "<release>/wsgi.py"


def test_windows_paths_read_like_others() -> None:
    frames = parse_frames('  File "C:\\apps\\shop\\cart.py", line 3, in total\n')

    assert frames[0] == ("shop/cart.py", "total", True)


def test_generated_code_frozen_modules_and_console_scripts_are_not_the_services() -> None:
    paths = ["<frozen runpy>", "<string>", "/srv/venv/bin/gunicorn", "/usr/lib64/python3.9/json/x.py"]
    trace = "\n".join(f'  File "{path}", line 3, in run' for path in paths)

    assert [frame.in_app for frame in parse_frames(trace)] == [False] * 4
