// See each.mjs.
import { eachWall } from "./each.mjs";

eachWall("chromium");
