export class Panel { constructor(root){this.root=root;} showDay(){} showPlace(){} open(){} moved(){} refresh(){} }
