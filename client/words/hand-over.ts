/** The words of a hand-over, which stand in the therapist's and the clinic's catalogues. */
export type HandOverWords = typeof import('./en/hand-over.ts')['handOver'];
