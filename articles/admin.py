"""What the admin shows of this app: see articles/desk."""

from articles.desk import home, images, imports, people, pieces, tags, taxonomy

__all__ = ["home", "images", "imports", "people", "pieces", "tags", "taxonomy"]
