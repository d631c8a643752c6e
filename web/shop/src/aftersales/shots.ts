/** A picture on its way to the shop, and after. */
export interface Shot {
  key: string
  /** Where the device keeps it; empty for one that the shop has from before. */
  local: string
  /** Where it is seen. */
  url: string
  /** What the shop calls it; empty until it is there. */
  id: string
  failed: boolean
}
