import { claimView } from "../claim_view.js";
import { h, replace } from "../dom.js";
import { meta } from "../meta.js";
import { nameInPath, page } from "../page.js";

page(async (sheet) => {
  const about = await meta();
  const view = await claimView(about, nameInPath("claims"));
  replace(sheet, h("h1", null, "Claim"), view);
});
