/** Whether a poster is still being drawn, is there to be looked at and kept, or could not be drawn. */
export type PosterState = 'drawing' | 'there' | 'lost'
