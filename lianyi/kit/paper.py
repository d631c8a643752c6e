"""Paper: a document of headings, paragraphs and tables as PDF, in our own letters, its text selectable.

The fonts come along (`fonts`); a letter they lack stands as a box. The same content is the same file, byte for byte.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from fpdf import FPDF, FontFace
from fpdf.enums import Align, MethodReturnValue, XPos, YPos

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Lianyi"
INK, SOFT, LINE, SHADE = (31, 41, 45), (105, 117, 122), (214, 221, 223), (241, 245, 246)
MARGIN_MM, LINE_MM = 18.0, 5.4
ROWS_MAX = 2_000


class Paper(FPDF):
    """A document under way; `bytes_out` ends it. Every page bears its number and the line given for its foot."""

    def __init__(self, title: str, foot: str, made_at: datetime) -> None:
        """Begin a document with its first page."""
        super().__init__(format="A4")
        self._foot = foot
        self.add_font(FAMILY, "", FONTS / "LianyiSans-Regular.otf")
        self.add_font(FAMILY, "B", FONTS / "LianyiSans-Bold.otf")
        self.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=MARGIN_MM + 4)
        self.set_title(title)
        self.set_creation_date(made_at)
        self.alias_nb_pages("{all}")
        self.add_page()
        self._say(title, 20, "B", INK, 11)

    def footer(self) -> None:
        """The foot of a page; fpdf calls it."""
        self.set_y(-MARGIN_MM + 2)
        self.set_font(FAMILY, "", 7.5)
        self.set_text_color(*SOFT)
        self.cell(0, 5, self._foot)
        self.set_y(-MARGIN_MM + 2)
        self.cell(0, 5, f"{self.page_no()} / {{all}}", align="R")

    def heading(self, text: str) -> None:
        """A section begins; never as the last line of a page."""
        if self.will_page_break(30):
            self.add_page()
        self.ln(4)
        self._say(text, 13, "B", INK, 8)

    def paragraph(self, text: str, *, soft: bool = False) -> None:
        """A paragraph; `soft` for what explains."""
        self._say(text, 8.5 if soft else 9.5, "", SOFT if soft else INK, LINE_MM)
        self.ln(1)

    def rows(
        self, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], right: int
    ) -> None:
        """A table with its head on every page; the last `right` columns are numbers. At most ROWS_MAX rows."""
        self.set_font(FAMILY, "", 8)
        self.set_text_color(*INK)
        self.set_draw_color(*LINE)
        aligns = ["L"] * (len(heads) - right) + ["R"] * right
        with self.table(
            col_widths=tuple(widths), text_align=aligns, line_height=LINE_MM, padding=(0.6, 1.2),
            borders_layout="HORIZONTAL_LINES", headings_style=FontFace(emphasis="BOLD", fill_color=SHADE, color=INK),
        ) as table:  # fmt: skip
            table.row(heads)
            for number, row in enumerate(rows):
                if number == ROWS_MAX:
                    break
                table.row(row)
        self.ln(2)

    def bytes_out(self) -> bytes:
        """The file."""
        return bytes(self.output())

    def _say(self, text: str, size: float, style: str, colour: tuple[int, int, int], height: float) -> None:
        self.set_font(FAMILY, style, size)
        self.set_text_color(*colour)
        # Flush left: Chinese has few spaces, and stretching those few to fill a line tears it apart.
        self.multi_cell(
            0, height, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT,
            output=MethodReturnValue.PAGE_BREAK,
        )  # fmt: skip
