/** A month of 30 days: what every monthly figure means. In ms. */
export const monthMs = 30 * 86_400_000;

/** Its hours. */
export const monthHours = 720;
