/** Where people sign in; `next` carries where they wanted to go. */
export const signInPath = '/sign-in'
