// The small map on the page of a site.
import { showProcessMap } from "../../workflows/js/process-map.js";

showProcessMap(document);
