"""On which grounds something is withheld at once."""

from almoner.framework.grounds import Ground, View

# On these grounds one person is enough at first, since waiting endangers someone.
AT_ONCE = {Ground.SAFETY}

__all__ = ["AT_ONCE", "Ground", "View"]
