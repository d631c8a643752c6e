/** The newest act of this browser that waits for a second person; pages that show such acts look again when it changes. */
import { ref } from 'vue'

export const waitsNow = ref('')
