import { z } from 'zod';

export const whole = (min: number, max: number) => z.int().min(min).max(max);
export const accountId = z.string().regex(/^\d{12}$/, { error: 'twelve digits in quotes' });
export const regionName = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'a region such as eu-west-1' });
export const secretName = z
  .string()
  .regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, { error: 'the name of a secret in Secrets Manager' });
