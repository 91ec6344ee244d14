import { shell } from "../shell.js";

shell();
document.documentElement.dataset.ready = "true";
