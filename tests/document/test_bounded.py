"""Templates that would run for ever or fill the memory are stopped with a sentence; honest ones write what they wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvkgen.document.bounded import MOST_STEPS, BoundedEnvironment
from dvkgen.document.template import TemplateFault, Templates

LOOPS = "{% for a in range(9999) %}{% for b in range(9999) %}"
HEAPS = "{% for i in range(40) %}{% set a.x = [a.x, a.x] %}{% set a.y = [a.y, a.y] %}{% endfor %}"
HOSTILE = {
    "nested-range": LOOPS + "{{ b }}{% endfor %}{% endfor %}",
    "nested-range-empty": LOOPS + "{% endfor %}{% endfor %}",
    "nested-lists": "{% for a in ds %}{% for b in ds %}{% for c in ds %}{% endfor %}{% endfor %}{% endfor %}",
    "range-once": "{{ range(10**9)|list|length }}",
    "times": "{{ 'x' * 10**9 }}",
    "times-other-way": "{{ 10**9 * 'x' }}",
    "list-times": "{{ ([1] * 10**9)|length }}",
    "power": "{{ 9**9**9 }}",
    "power-step-by-step": "{% set n = namespace(x=10) %}{% for i in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "doubling": "{% set n = namespace(x='x' * 999) %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "doubling-plus": "{% set n = namespace(x='x' * 999) %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "join": "{% set n = namespace(x='x' * 9999999) %}{% for i in range(9999) %}{{ n.x }}{% endfor %}",
    "width": "{{ '%1000000000d' % 1 }}",
    "width-of-star": "{{ '%*d' % (10**9, 1) }}",
    "named-parts": "{{ ('%(a)s' * 9999) % {'a': 'x' * 99999} }}",
    "center": "{{ 'x'.center(10**9) }}",
    "center-filter": "{{ 'x'|center(10**9) }}",
    "format": "{{ '{:1000000000}'.format(1) }}",
    "replace": "{{ 'x'.replace('', 'x' * 9999999) }}",
    "indent": "{{ 'x'|indent(10**9, true) }}",
    "batch": "{{ [1]|batch(10**9, 1)|list }}",
    "round": "{{ 1|round(300000000, 'ceil') }}",
    "round-down": "{{ 1|round(-300000000, 'floor') }}",
    "round-in-a-loop": "{% for a in range(9999) %}{{ 2|round(9999999)|length }}{% endfor %}",
    "int-base": "{{ ('v' * 4000000|int(base=32)) // 3 }}",
    "heaps-compared": f"{{% set a = namespace(x=[], y=[]) %}}{HEAPS}{{% if a.x == a.y %}}b{{% endif %}}",
    "heap-in-heap": f"{{% set a = namespace(x=[], y=[]) %}}{HEAPS}{{{{ a.x in [a.y] }}}}",
    "heap-as-key": f"{{% set a = namespace(x=(), y=()) %}}{HEAPS.replace('[', '(').replace(']', ')')}{{{{ {{a.x: 1}}|length }}}}",
    "heap-written": f"{{% set a = namespace(x=[], y=[]) %}}{HEAPS}{{{{ a.x }}}}",
    "heap-joined": f"{{% set a = namespace(x=[], y=[]) %}}{HEAPS}{{{{ [a.x]|join }}}}",
    "heap-as-text": f"{{% set a = namespace(x=[], y=[]) %}}{HEAPS}{{{{ a.x|string }}}}",
    "heap-in-a-text": f"{{% set a = namespace(x=[], y=[]) %}}{HEAPS}{{{{ '%s' % a.x }}}}",
    "heap-beside-a-text": f"{{% set a = namespace(x=[], y=[]) %}}{HEAPS}{{{{ 'x' ~ a.x }}}}",
    "heap-by-dict": "{% set a = namespace(x={}) %}{% for i in range(60) %}{% set a.x = dict(p=a.x, q=a.x) %}{% endfor %}{{ a.x }}",
    "heap-by-plus": "{% set a = namespace(x=[1]) %}{% for i in range(60) %}{% set a.x = [a.x] + [a.x] %}{% endfor %}{{ a.x }}",
    "lists-summed": "{% set l = [[1] * 50] * 90000 %}{{ l|sum(start=[])|length }}",
    "texts-joined": "{{ (['x' * 4000000] * 1000)|select|join }}",
    "texts-joined-by-name": "{{ ([{'a': 'x' * 4000000}] * 1000)|join('', attribute='a') }}",
    "long-texts-turned": "{% for i in range(9000) %}{% for j in range(50) %}{% set y = ('x' * 4800000).swapcase() %}{% endfor %}{% endfor %}",
    "long-texts-looked-into": "{% set x = 'x' * 4800000 %}{% for i in range(9000) %}{% for j in range(50) %}{{ 'y' in x }}{% endfor %}{% endfor %}",
    "gathered-by-a-macro": "{% macro f() %}{% for i in range(9999) %}{{ 'x' * 4000000 }}{% endfor %}{% endmacro %}{{ f()|length }}",
    "gathered-by-a-block": "{% set y %}{% for i in range(9999) %}{{ 'x' * 4000000 }}{% endfor %}{% endset %}{{ y|length }}",
    "gathered-by-a-filter": "{% filter length %}{% for i in range(9999) %}{{ 'x' * 4000000 }}{% endfor %}{% endfilter %}",
    "lipsum": "{{ lipsum(10**6) }}",
    "bytes": "{{ (1).to_bytes(10**9, 'big') }}",
    "macro-tree": "{% macro f(n) %}{{ f(n + 1) }}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
    "macro-tree-shallow": "{% macro f(n) %}{% if n < 40 %}{{ f(n + 1) }}{{ f(n + 1) }}{% endif %}{% endmacro %}{{ f(0) }}",
    "loop-of-itself": "{% for a in [[1]] recursive %}{{ loop([[1]]) }}{{ loop([[1]]) }}{% endfor %}",
    "include-itself": "{% include 'x.html' %}{% include 'x.html' %}",
    "filter-in-loop": "{% for a in range(9999) %}{{ ds|sort|list|length }}{% endfor %}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_is_stopped(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.html").write_text(HOSTILE[name], "utf-8")
    with pytest.raises(TemplateFault):
        Templates((tmp_path,), (), lambda path: path.read_text("utf-8")).render("x", {"ds": list(range(1000))})


def test_the_same_text_in_two_folders_is_compiled_once_and_its_faults_are_told_of_each(tmp_path: Path) -> None:
    text, compiled = "{% macro m() %}\n{{ la }}{% endmacro %}\n{{ m() }}", []
    homes = [tmp_path / name for name in ("a", "b")]
    for home in homes:
        home.mkdir()
        (home / "x.html").write_text(text, "utf-8")
        templates = Templates((home,), (), lambda path: path.read_text("utf-8"))
        with pytest.raises(TemplateFault) as raised:
            templates.render("x", {})
        compiled.append((raised.value.path, raised.value.line))
    assert compiled == [(home / "x.html", 2) for home in homes]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{% for a in ds %}{{ loop.index }}/{{ loop.length }}{{ ',' if not loop.last }}{% endfor %}", "1/3,2/3,3/3"),
        ("{{ '%02d' % (ds|length) }}", "03"),
        ("{{ [{'a': 1}]|selectattr('a')|list|length }}", "1"),
        ("{% for a in [] %}{% else %}không{% endfor %}", "không"),
        ("{{ '<' ~ 1 ~ chu }}", "&lt;1&amp;"),
        ("{{ ds|join('; ') }} {{ ds|sum + 2 * 3 }} {{ chu.strip().upper() }}", "1; 2; 3 12 &amp;"),
        ("{% set n = namespace(x=0) %}{% for a in ds if a > 1 %}{% set n.x = n.x + a %}{% endfor %}{{ n.x }}", "5"),
        ("{% macro f(a) %}[{{ a }}]{% endmacro %}{% for a in ds %}{{ f(a) }}{% endfor %}", "[1][2][3]"),
    ],
)
def test_an_honest_template_writes_what_it_says(text: str, written: str) -> None:
    env = BoundedEnvironment()
    assert env.written(env.from_string(text), {"ds": [1, 2, 3], "chu": "&"}) == written


def test_each_paper_has_its_own_steps() -> None:
    env = BoundedEnvironment()
    template = env.from_string("{% for a in ds %}{% endfor %}x")
    most = range(MOST_STEPS * 2 // 3)
    assert [env.written(template, {"ds": most}) for _ in range(2)] == ["x", "x"]
