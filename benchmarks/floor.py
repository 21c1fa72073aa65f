"""What the framework alone costs: two commands of Typer, one of which prints a Rich table."""

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def line(name: str, count: int = 1) -> None:
    print(name * count)


@app.command()
def table(rows: int) -> None:
    from rich.console import Console
    from rich.table import Table

    grid = Table("rank", "tied", "name", "region")
    for rank in range(rows):
        grid.add_row(str(rank), "", "武汉市", "湖北省")
    Console(width=80).print(grid)


app(prog_name="floor")
