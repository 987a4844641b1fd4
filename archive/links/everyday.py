"""Everyday English words: they say little when two texts share them, and are words of their own when one replaces another."""

_WORDS = """
a able about above after again ago all almost alone along already also always am an and angry another answer any
anyone anything are around as ask asked at away baby back bad bag be beat because bed been before being believe best
better big bit bitch block blocked body book both boy bring brother bus but buy by bye call called calls came can
cant car care cause change check child children city clean close coffee cold come coming could couldnt cry cut dad
dark daughter day days dead dear did didnt die dinner do does doesnt dog doing done dont door down drink drive
drop dude each early eat else end enough even evening ever every everyone everything eye eyes face fact family far
fast father feel few fight find fine fire first five food for forget found four free friday friend friends from
fuck fun gave get getting girl give go god going gone good got great guess gun had half hand hands happen happened
happy hard has hate have havent having he head hear heard heart hell hello help her here hes hey hi hide hill him
his hit hold home hope hot hour hours house how hurt i id if ill im in into is isnt it its ive job just keep key
keys kick kid kids kill killed kind kiss knew knife know last late later laugh leave left let letter lets lie life
light like little live long look looking lose lost lot love luck lunch mad made make man many married may maybe me
mean meet meeting men message met might mind mine minute miss missed monday money month more morning most mother
move much mum must my name near need never new news next nice night no nobody none not nothing now number of off
oh ok okay old on once one only open or other our out outside over own park part pay people person phone photo pick
picture place plan play please point police post pretty problem promise put question quick quiet quite ran read
ready real really reason red remember reply rest right road room run sad safe said same sat saturday save saw say
school see seen send sent set she shes should shouldnt show shut side since sister sit sleep slow small so some
someone something son soon sorry speak start station stay still stop stopped street stuff such sunday sure take
talk tell ten text than thank thanks that thats the their them then there these they thing things think this those
though thought three through thursday time times tired to today together told tomorrow tonight too took town train
try trying tuesday turn two under until up us use very wait waiting walk wall want wanted was wasnt watch water way
we wednesday week well went were what whatever when where which while who whole why wife will wish with without
woman wont word words work world worry would wouldnt write wrong yeah year years yes yesterday yet you your youre
yours yourself
"""
COMMON = frozenset(_WORDS.split())
