"""What every control shares: markup that is safe in the page, and where it stands."""

from functools import cache
from typing import Any, ClassVar, Literal

from folium.template import Template
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from geo.maps.interactive.element import BorderElement, safe_markup
from geo.maps.interactive.style_json import symbol_class
from geo.maps.symbols import COLOURS, SHAPES
from geo.maps.wording import phrases
from geo.words.numbers import number

__all__ = ["BorderControl", "Corner", "rendered"]

Corner = Literal["topleft", "topright", "bottomleft", "bottomright"]


class BorderControl(BorderElement):
    """A control that can be added to any ``folium.Map``.

    It stands in a corner of the map, or with ``position=None`` where the page has its markup,
    below the map on a page of Folium's.
    """

    template_name: ClassVar[str] = ""
    """The file of its markup, beside the class."""
    _template = Template(
        """
        {% macro html(this, kwargs) %}{{ this.folium_markup }}{% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = new BorderPorts.{{ this.script_name }}({{ this.map_name }},
          {{ this.settings_json }}{{ this.more_arguments }});
        {% endmacro %}
        """
    )

    def __init__(self, lang: str = "en", position: Corner | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__
        self.lang = lang
        self.position = position

    @property
    def more_arguments(self) -> str:
        """Return further arguments of the script's constructor, as script."""
        return ""

    def context(self) -> dict[str, Any]:
        """Return what the markup is made of beside the phrases."""
        return {}

    def markup(self) -> Markup:
        """Return the control's markup, every text of the data escaped."""
        hidden = " hidden" if self.position else ""
        return rendered(
            self.template_name,
            root=Markup(f'id="{self.get_name()}"{hidden}'),  # noqa: S704 - our own name
            id=self.get_name(),
            position=self.position,
            lang=self.lang,
            t=phrases(self.lang),
            **self.context(),
        )

    @property
    def folium_markup(self) -> str:
        """Return the markup for Folium, which reads it as a template once more."""
        return safe_markup(self.markup())

    def settings(self) -> dict[str, Any]:
        """Return what the script is told: where its markup is, and its words."""
        return super().settings() | {"id": self.get_name(), "position": self.position}


def rendered(template: str, **context: Any) -> Markup:  # noqa: ANN401 - what a template takes
    """Return the markup of a template beside this module, every text escaped."""
    return Markup(_environment().get_template(template).render(**context))  # noqa: S704 - escaped


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("geo.maps.interactive", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        shapes=SHAPES,
        number=number,
        symbol_class=symbol_class,
        boundary_colour=COLOURS["boundary"],
    )
    return environment
