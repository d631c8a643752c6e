/** A name as the server masks it for others: stars alone are nobody's name, and another word stands there. Pure. */
export const shownName = (name: string, otherwise: string): string => (/^\**$/.test(name) ? otherwise : name)
