/** The codes of claims, in the order in which lists offer them. */

export const KINDS = [
  "control_gain",
  "control_loss",
  "control_hold",
  "contested",
  "besieged",
  "advance",
  "attack",
  "air_strike",
  "shelling",
  "clash",
  "displacement",
  "damage",
  "casualties",
  "territory_figure",
  "agreement",
  "support",
  "assessment",
  "forecast",
  "denial",
  "contradiction",
];
export const MODALITIES = ["actual", "planned", "attempted", "failed", "conditional", "forecast", "historical"];
export const ZONES = ["headline", "deck", "caption", "body"];
export const ROLES = [
  "publisher",
  "news_agency",
  "party_media",
  "official",
  "military",
  "armed_group",
  "monitor",
  "analyst",
  "un",
  "aid_group",
  "medic",
  "activist",
  "resident",
  "witness",
  "journalist",
  "unnamed",
];
