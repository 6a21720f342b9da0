// On a narrow screen the tree is folded, so that the text comes first.

if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".tree").open = false;
