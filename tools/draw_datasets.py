"""Draw docs/reference/datasets.md: what the public may download, column by column."""

from tools.house import ROOT, modules_called

FILE = ROOT / "docs" / "reference" / "datasets.md"


def draw() -> str:
    modules_called("datasets")
    from almoner.publication.datasets import registry  # noqa: PLC0415 - apps declare them first

    parts = ["# Datasets\n", "What anyone may download, and what each column means.\n"]
    for slug, dataset in sorted(registry.items()):
        parts.append(
            f"## {dataset.title} (`{slug}`)\n\n| Column | Meaning | Unit |\n| --- | --- | --- |"
        )
        parts += [f"| `{c.name}` | {c.about} | {c.unit} |" for c in dataset.columns]
        parts.append("")
    return "\n".join(parts)
