"""The least that Python, Tk and Pillow take to show a folder of thumbnails: what a start is measured against.

Owns nothing, refuses everything. `python tests/bench/barest.py FOLDER TILE`.
"""

import sys
import tkinter as tk
from pathlib import Path

from PIL import Image, ImageTk  # noqa: TID251 - no part of the program

folder, tile = Path(sys.argv[1]), int(sys.argv[2])
root = tk.Tk()
root.geometry("1920x1080+0+0")
canvas = tk.Canvas(root, highlightthickness=0, background="#f0f0f0")
canvas.pack(fill="both", expand=True)
root.update()
kept = []
for place, file in enumerate(sorted(folder.iterdir())):
    image = Image.open(file).resize((tile, tile))
    kept.append(ImageTk.PhotoImage(image, master=root))
    canvas.create_image(20 + place % 10 * (tile + 10), 20 + place // 10 * (tile + 10), image=kept[-1], anchor="nw")
root.mainloop()
