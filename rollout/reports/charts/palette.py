"""The colours of stages for pictures on paper; on the screen the style sheet's tokens take their place."""

from sites.stages import Stage

# Those of tokens.css in light.
STAGE_COLOURS = {
    Stage.REGISTERED: "#848b94",
    Stage.LAND_PROPOSED: "#b98700",
    Stage.LAND_VERIFIED: "#87458c",
    Stage.LAND_ACCEPTED: "#280e58",
    Stage.BUILDING: "#8f705c",
    Stage.BUILT: "#1983f3",
    Stage.OPERATIONAL: "#003a32",
}
# The shapes of the map's symbols within a square of 2 around the origin, as SVG paths.
STAGE_SHAPES = {
    Stage.REGISTERED: "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0M-.5 0a.5 .5 0 1 1 1 0a.5 .5 0 1 1-1 0",
    Stage.LAND_PROPOSED: "M0-1L1 .9H-1Z",
    Stage.LAND_VERIFIED: "M0-1.1L1.1 0L0 1.1L-1.1 0Z",
    Stage.LAND_ACCEPTED: "M-.85-.85H.85V.85H-.85Z",
    Stage.BUILDING: "M-.9-.9H.9V.9H-.9ZM-.5-.5V0H.5V-.5Z",
    Stage.BUILT: "M0-1.1L1-.2V.9H-1V-.2Z",
    Stage.OPERATIONAL: "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0",
}
