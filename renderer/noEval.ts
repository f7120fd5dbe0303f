/**
 * The Content-Security-Policy forbids code from strings, and Zod tries whether it may have some when the first schema is
 * made: this module comes before every one that makes schemas.
 */
import { z } from 'zod';

z.config({ jitless: true });
