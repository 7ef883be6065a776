// The pages about a process. Each part looks for its own elements, and every page works without any of them.
import { keepDraft } from "./draft.js";
import { showProcessMap } from "./process-map.js";
import { offerViewer } from "./viewer.js";
import { sendFilesAtOnce } from "./upload.js";
import { offerOwnPosition } from "./place.js";
import { offerPlotEditors } from "./plot-editor/fields.js";

// First: the others read what stands in the fields.
keepDraft(document);
offerViewer(document);
offerOwnPosition(document);
sendFilesAtOnce(document);
offerPlotEditors(document);
showProcessMap(document);
