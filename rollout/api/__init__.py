"""The API as the outside sees it: the apps' routers mounted, and every convention kept in one place."""
