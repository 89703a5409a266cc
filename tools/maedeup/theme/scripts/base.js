// Each script of this folder is a block of its own, in the name's order; all make one file.
// What they add works by mouse, touch and keyboard, and every page is whole without them.
