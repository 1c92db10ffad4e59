/** What is physically possible. */
export const percent = { min: 0, max: 100 } as const;
export const fraction = { min: 0, max: 1 } as const;
export const notNegative = { min: 0 } as const;
