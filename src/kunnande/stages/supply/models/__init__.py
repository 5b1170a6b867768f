from kunnande.stages.supply.models.views import LevelScale, LevelWords, SavedView

__all__ = ["LevelScale", "LevelWords", "SavedView"]
